/** The disk of this machine, held as well as its system lets us. */
import type { Disk } from './disk.ts';
import { hasDescriptorPaths, linuxDisk } from './linux.ts';
import { portableDisk } from './portable.ts';

export const systemDisk: Disk = hasDescriptorPaths() ? linuxDisk : portableDisk;
