/** What the cases need of the product: bundled with it, so that they run what users run. */
export { defaultConfig, loadConfig } from '../../src/base/config/index.ts';
export { readEnvironment } from '../../src/base/env.ts';
export { silentLogger } from '../../src/base/logging.ts';
export { Kernel } from '../../src/kernel/kernel.ts';
