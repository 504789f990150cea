/**
 * The product as it is in `src` right now, bundled as the build does it: a kernel starts its workers from a file, and needs no `npm run build`
 * before. The bundle lies in a folder below node_modules, where the native packages are found.
 */
import { rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { productBundles } from '../../scripts/lib/bundles.mjs';
import { inRoot } from '../../scripts/lib/root.mjs';
import type * as entry from './product-entry.ts';

export type Product = typeof entry;

export interface BuiltProduct {
  readonly product: Product;
  remove(): void;
}

export async function buildProduct(): Promise<BuiltProduct> {
  const folder = inRoot(`node_modules/.cache/llmspell/api-cases-${process.pid}`);
  const bundle = productBundles().find(({ entries }) => 'worker' in entries)!;
  const { worker } = bundle.entries;
  await build({
    absWorkingDir: inRoot('.'),
    entryPoints: { product: 'test/api/product-entry.ts', worker: worker! },
    outdir: folder,
    bundle: true,
    logLevel: 'error',
    ...bundle.options,
  });
  const product = (await import(/* @vite-ignore */ pathToFileURL(`${folder}/product.mjs`).href)) as Product;
  return { product, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
