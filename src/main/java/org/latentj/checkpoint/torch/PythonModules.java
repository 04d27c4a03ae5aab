
package org.latentj.checkpoint.torch;

import java.util.Set;

/**
 * The modules of which a pickle that does harm takes what it runs: Python's own
 * (of Python 2, too), and libraries that can run what they are told.
 */
final class PythonModules {

	private static final Set<String> OWN = Set.of(
		("__builtin__ _winapi abc aifc anydbm argparse array ast asynchat " +
			"asyncio asyncore atexit audioop base64 BaseHTTPServer Bastion bdb " +
			"binascii binhex bisect builtins bz2 calendar cgi CGIHTTPServer cgitb " +
			"chunk cmath cmd code codecs codeop collections colorsys commands " +
			"compileall concurrent ConfigParser configparser contextlib contextvars " +
			"Cookie cookielib copy copy_reg copyreg cPickle cProfile crypt " +
			"cStringIO csv ctypes curses dataclasses datetime dbhash dbm decimal " +
			"difflib dircache dis distutils dl doctest DocXMLRPCServer dumbdbm " +
			"dummy_threading email encodings ensurepip enum errno exceptions " +
			"faulthandler fcntl filecmp fileinput fnmatch formatter fpformat " +
			"fractions ftplib functools gc genericpath getopt getpass gettext glob " +
			"graphlib grp gzip hashlib heapq hmac hotshot html htmllib HTMLParser " +
			"http httplib idlelib ihooks imaplib imghdr imp importlib imputil " +
			"inspect io ipaddress itertools json keyword lib2to3 linecache locale " +
			"logging lzma macpath mailbox mailcap markupbase marshal math md5 mhlib " +
			"mimetools mimetypes MimeWriter mimify mmap modulefinder msilib msvcrt " +
			"multifile multiprocessing mutex netrc new nis nntplib nt ntpath " +
			"nturl2path numbers opcode operator optparse os ossaudiodev parser " +
			"pathlib pdb pickle pickletools pipes pkgutil platform plistlib popen2 " +
			"poplib posix posixfile posixpath pprint profile pstats pty pwd " +
			"py_compile pyclbr pydoc pydoc_data pyexpat queue Queue quopri random " +
			"re readline repr reprlib resource rexec rfc822 rlcompleter robotparser " +
			"runpy sched secrets select selectors sets sgmllib sha shelve shlex " +
			"shutil signal SimpleHTTPServer SimpleXMLRPCServer site smtpd smtplib " +
			"sndhdr socket SocketServer socketserver spwd sqlite3 sre sre_compile " +
			"sre_constants sre_parse ssl stat statistics statvfs string StringIO " +
			"stringprep struct subprocess sunau symbol symtable sys sysconfig " +
			"syslog tabnanny tarfile telnetlib tempfile termios textwrap thread " +
			"threading time timeit tkinter toaiff token tokenize tomllib trace " +
			"traceback tracemalloc tty turtle turtledemo types typing unicodedata " +
			"unittest urllib urllib2 urlparse user UserDict UserList UserString uu " +
			"uuid venv warnings wave weakref webbrowser whichdb winreg winsound " +
			"wsgiref xdrlib xml xmlrpc xmlrpclib zipapp zipfile zipimport zlib " +
			"zoneinfo").split(" "));

	private static final Set<String> LIBRARIES = Set.of(
		("IPython _pytest cloudpickle dill jax joblib numpy pandas pip " +
			"pkg_resources pytest scipy sklearn setuptools tensorflow torch " +
			"torchaudio torchvision").split(" "));

	private PythonModules() {}

	/**
	 * Whether a name of this module may be such, as in {@code os.path}. NB: those
	 * that begin with an underscore are parts of Python.
	 */
	static boolean mayRun(final String module) {
		final String root = module.split("\\.", 2)[0];
		return root.isEmpty() || root.startsWith("_") || OWN.contains(root) ||
			LIBRARIES.contains(root);
	}
}
