// Stands in for VS Code's native logger @vscode/spdlog, which npm ships as C++ only: log files and with them
// the contents of the Output panel work without a compiler. Same functions, plain appends, no rotation
// (these log files live as long as one window or one test run).
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'critical', 'off'];
const NAMES = { warn: 'warning' }; // as spdlog prints them

class Logger {
  #file;
  #level = LEVELS.indexOf('info');
  #plain = false;

  constructor(_type, _name, file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
    appendFileSync(file, '');
  }

  getLevel() { return this.#level; }
  setLevel(level) { this.#level = level; }
  clearFormatters() { this.#plain = true; }
  setPattern() { this.#plain = false; }
  flush() {}
  drop() {}

  write(level, message) {
    if (level < this.#level) return;
    appendFileSync(this.#file, this.#plain ? message : `${timestamp()} [${NAMES[LEVELS[level]] ?? LEVELS[level]}] ${message}\n`);
  }
}

LEVELS.slice(0, -1).forEach((name, level) => {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
});

function timestamp() {
  return new Date().toISOString().replace('T', ' ').replace('Z', '');
}

const createLogger = async (name, file) => new Logger('rotating', name, file);

const nothing = () => undefined;

// One by one: only so does `import('@vscode/spdlog')` see the names.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = nothing;
exports.setFlushOn = nothing;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
