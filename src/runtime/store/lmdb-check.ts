/**
 * Looks at an LMDB file before it is opened. LMDB maps the file into memory and trusts it: a file that was cut off or overwritten would end the whole
 * process. So the two heads are read, and the tree is walked from its root, as far as that stays quick: every page must be where its parent says,
 * know its own number, and be of a kind that can be there.
 *
 * Layout (data version 2): pages begin with number, transaction, padding, kind, and the ends of free space; pages 0 and 1 are heads.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MAGIC = 0xbeefc0de;
const DATA_VERSION = 2;
const PAGE_HEADER = 24;
const TREE_SIZE = 48;
const NO_PAGE = 0xffffffffffffffffn;
const Kind = { branch: 1, leaf: 2, overflow: 4 } as const;
const NODE_HEADER = 8;
const NODE_IS_LARGE = 1;

/** A few milliseconds. Larger stores are checked from the root down to here. */
const MAX_PAGES = 4000;
/** Another process may write while we read; what it has freed, it uses again. */
const MAX_TRIES = 10;

interface Head {
  readonly pageSize: number;
  readonly roots: readonly bigint[];
  readonly lastPage: bigint;
  readonly transaction: bigint;
}

/** What is wrong with the file; undefined: nothing was found, or there is no file yet. */
export function damageIn(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    if (fstatSync(file).size === 0) return undefined;
    for (let tries = 1; ; tries++) {
      const head = newestHead(file);
      if (typeof head === 'string') return head;
      if (head === undefined) return undefined;
      const damage = damageInTrees(file, head);
      if (damage === undefined) return undefined;
      const now = newestHead(file);
      const isStill = typeof now === 'object' && now.transaction === head.transaction;
      if (isStill) return damage;
      // It takes commits, so whoever writes it finds it well.
      if (tries === MAX_TRIES) return undefined;
    }
  } finally {
    closeSync(file);
  }
}

/** A text says what is wrong; undefined: written by another version of LMDB, which says so itself. */
function newestHead(file: number): Head | string | undefined {
  const first = readHead(file, 0);
  if (typeof first !== 'object') return first;
  const second = readHead(file, first.pageSize);
  if (typeof second !== 'object') return second;
  return second.transaction > first.transaction ? second : first;
}

function readHead(file: number, at: number): Head | string | undefined {
  const page = Buffer.alloc(PAGE_HEADER + 24 + 2 * TREE_SIZE + 16);
  if (readSync(file, page, 0, page.length, at) < page.length) return 'it is cut off';
  const head = page.subarray(PAGE_HEADER);
  if (head.readUInt32LE(0) !== MAGIC) return 'its head was overwritten';
  if (head.readUInt32LE(4) !== DATA_VERSION) return undefined;
  const trees = head.subarray(24);
  const pageSize = trees.readUInt32LE(0);
  if (pageSize < 512 || pageSize > 65536 || (pageSize & (pageSize - 1)) !== 0) return 'its head was overwritten';
  return {
    pageSize,
    roots: [0, TREE_SIZE].map((tree) => trees.readBigUInt64LE(tree + TREE_SIZE - 8)),
    lastPage: trees.readBigUInt64LE(2 * TREE_SIZE),
    transaction: trees.readBigUInt64LE(2 * TREE_SIZE + 8),
  };
}

function damageInTrees(file: number, { pageSize, roots, lastPage }: Head): string | undefined {
  const page = Buffer.alloc(pageSize);
  const next = roots.filter((root) => root !== NO_PAGE).map((number) => ({ number, kinds: Kind.branch | Kind.leaf }));
  for (let visited = 0; visited < MAX_PAGES && visited < next.length; visited++) {
    const { number, kinds } = next[visited]!;
    const named = `page ${number}`;
    if (number > lastPage) return `${named} is beyond its end`;
    if (readSync(file, page, 0, pageSize, Number(number) * pageSize) < pageSize) return `it is cut off before ${named}`;
    const kind = page.readUInt16LE(18) & (Kind.branch | Kind.leaf | Kind.overflow);
    if (page.readBigUInt64LE(0) !== number || (kind & kinds) === 0) return `${named} was overwritten`;
    if (kind === Kind.overflow) continue;
    const children = childrenOf(page, kind === Kind.branch);
    if (children === undefined) return `${named} was overwritten`;
    next.push(...children);
  }
  return undefined;
}

/** The pages a page leads to; undefined when it makes no sense. */
function childrenOf(page: Buffer, isBranch: boolean): { number: bigint; kinds: number }[] | undefined {
  const children = [];
  const nodes = page.readUInt16LE(20) >> 1;
  for (let i = 0; i < nodes; i++) {
    if (PAGE_HEADER + 2 * i + 2 > page.length) return undefined;
    const at = page.readUInt16LE(PAGE_HEADER + 2 * i) + PAGE_HEADER;
    if (at + NODE_HEADER > page.length) return undefined;
    const flags = page.readUInt16LE(at + 4);
    if (isBranch) {
      children.push({ number: BigInt(page.readUInt32LE(at)) | (BigInt(flags) << 32n), kinds: Kind.branch | Kind.leaf });
    } else if ((flags & NODE_IS_LARGE) !== 0) {
      const data = at + NODE_HEADER + page.readUInt16LE(at + 6);
      if (data + 8 > page.length) return undefined;
      children.push({ number: page.readBigUInt64LE(data), kinds: Kind.overflow });
    }
  }
  return children;
}
