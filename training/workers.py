# SPDX-License-Identifier: BSD-2-Clause
"""Several processes of one thread each: on two shared cores this beats one process with two threads."""
import datetime
import os
import socket
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as multiprocessing


def _work(rank, world, port, function, arguments):
    torch.set_num_threads(1)
    os.nice(19)
    if world > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
        # NB: a pause may take hours
        dist.init_process_group("gloo", rank=rank, world_size=world, timeout=datetime.timedelta(days=1))
    function(rank, world, arguments)
    if world > 1:
        dist.destroy_process_group()


def _free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def launch(function, arguments, world):
    """Runs ``function(rank, world, arguments)`` in each process, at the lowest priority."""
    os.environ.update(OMP_NUM_THREADS="1", OMP_WAIT_POLICY="passive")
    multiprocessing.spawn(_work, (world, _free_port(), function, arguments), nprocs=world)


def average_gradients(parameters, world):
    if world == 1:
        return
    gradients = [p.grad for p in parameters]
    flat = torch._utils._flatten_dense_tensors(gradients)
    dist.all_reduce(flat)
    flat /= world
    for p, gradient in zip(parameters, torch._utils._unflatten_dense_tensors(flat, gradients)):
        p.grad = gradient


def agree(value, world):
    """The first process's number, in all processes."""
    if world == 1:
        return value
    shared = torch.tensor([value], dtype=torch.float64)
    dist.broadcast(shared, 0)
    return shared.item()


def wait_while_paused(work):
    """Sleeps while the file ``pause`` exists in the work folder. Returns the seconds slept."""
    start = time.time()
    while (work / "pause").exists():
        time.sleep(1)
    return time.time() - start
