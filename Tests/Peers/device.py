"""A Flintec FT-10 by somebody else's hand: pymodbus answers with the registers of one weighing.

    device.py tcp PORT         Modbus TCP
    device.py rtu PORT         RTU frames through TCP, as a serial device server
    device.py serial           RTU on a pseudo-terminal, whose name is printed

Prints `ready` and where it is; 400,400 counts stand still on the deck, and unit 1 answers. Its other
tables hold a few values as well; unit 2 is busy at every other question.
"""

import asyncio
import os
import sys
import threading
import tty

from pymodbus import FramerType
from pymodbus.constants import ExcCodes
from pymodbus.datastore import (ModbusDeviceContext, ModbusSequentialDataBlock,
                                ModbusServerContext)
from pymodbus.server import StartAsyncSerialServer, StartAsyncTcpServer

REGISTERS = [0x0006, 0x1C10, 0x0002, 0, 0, 0x0006, 0x1C10, 0x0002]


INPUTS = [0x1234, 0xFFFF]
COILS = [True, False, True, True, False, False, False, True, True, False]


class BusyBlock(ModbusSequentialDataBlock):
    """Registers of a device that has something else to do half of the time."""

    busy = False

    def getValues(self, address, count=1):
        self.busy = not self.busy
        return ExcCodes.DEVICE_BUSY if self.busy else super().getValues(address, count)


def context():
    # pymodbus counts its blocks from 1.
    block = ModbusSequentialDataBlock
    indicator = ModbusDeviceContext(
        hr=block(1, REGISTERS), ir=block(1, INPUTS), co=block(1, COILS),
        di=block(1, [not coil for coil in COILS]))
    busy = ModbusDeviceContext(hr=BusyBlock(1, REGISTERS))
    return ModbusServerContext(devices={1: indicator, 2: busy}, single=False)


def cross_over():
    """Two pseudo-terminals with a wire between them; the names of their outer ends."""
    (one, one_end), (two, two_end) = os.openpty(), os.openpty()
    for end in (one_end, two_end):
        tty.setraw(end)

    def copy(source, target):
        while True:
            os.write(target, os.read(source, 256))

    for pair in ((one, two), (two, one)):
        threading.Thread(target=copy, args=pair, daemon=True).start()
    return os.ttyname(one_end), os.ttyname(two_end)


async def main(kind, port=None):
    if kind == "serial":
        device, other = cross_over()
        server = StartAsyncSerialServer(
            context(), framer=FramerType.RTU, port=device, baudrate=9600)
        place = other
    else:
        framer = FramerType.SOCKET if kind == "tcp" else FramerType.RTU
        server = StartAsyncTcpServer(
            context(), framer=framer, address=("127.0.0.1", int(port)))
        place = port
    serving = asyncio.create_task(server)
    await asyncio.sleep(0.3)
    print(f"ready {place}", flush=True)
    await serving


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
