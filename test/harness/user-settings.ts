// User settings for a VS Code that shows our work and nothing else: no chat bar that takes the focus,
// no welcome page, no telemetry, no look-ups on the network.
export const QUIET_SETTINGS: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'json.schemaDownload.enable': false,
  'remote.autoForwardPorts': false, // in the browser VS Code would offer every port a script listens on
  'git.openRepositoryInParentFolders': 'never', // examples/ lies in a checkout
};

/** Besides, in tests: nothing that asks, nothing that scans. */
export const TEST_SETTINGS: Readonly<Record<string, unknown>> = {
  ...QUIET_SETTINGS,
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never', // an untrusted folder opens restricted, without a dialog
  'window.confirmBeforeClose': 'never',
  'files.hotExit': 'off',
  'terminal.integrated.gpuAcceleration': 'off', // its text is then in the page
  'terminal.integrated.initialHint': false,
  'terminal.integrated.suggest.enabled': false,
};
