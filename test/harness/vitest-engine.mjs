// Before any test: the generated engine is there and fresh, so that `npx vitest` alone works.
export { buildEngine as setup } from '../../scripts/lib/engine.mjs';
