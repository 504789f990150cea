// Stands in for VS Code's native @vscode/native-watchdog, which npm ships as C++ only: ends this process
// (an extension host) when the process it was started by is gone. The original watches from a thread of its own;
// a timer is enough where the event loop is not blocked for good.
const EVERY_MS = 1000;
// The extension host's own shutdown comes first, also on a busy machine.
const MISSES_BEFORE_EXIT = 6;

exports.start = (pid) => {
  let misses = 0;
  setInterval(() => {
    misses = lives(pid) ? 0 : misses + 1;
    if (misses >= MISSES_BEFORE_EXIT) process.exit(87);
  }, EVERY_MS).unref();
};

exports.exit = (code = 0) => process.exit(code);

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
