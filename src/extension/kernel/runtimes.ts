/**
 * Which Node.js programs may run the kernel, in the order in which they are tried. VS Code's own comes first: it is always there.
 * On a desktop it is Electron, which is a plain Node.js when ELECTRON_RUN_AS_NODE is set (harmless for a real one). It may be unable to
 * load a native package; then the `node` on the PATH is tried.
 */
export interface NodeRuntime {
  /** For messages: "VS Code's own Node.js". */
  readonly name: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

export function nodeRuntimes(nodePath: string, execPath: string): readonly [NodeRuntime, ...NodeRuntime[]] {
  if (nodePath.trim() !== '') return [{ name: `${nodePath} (setting llmspell.nodePath)`, command: nodePath.trim(), env: {} }];
  return [
    { name: "VS Code's own Node.js", command: execPath, env: { ELECTRON_RUN_AS_NODE: '1' } },
    { name: 'the node on the PATH', command: 'node', env: {} },
  ];
}
