/** The DAP client of all tests: it lives beside the adapter's own ones. */
export { DapClient, Refused } from '../dap/client.ts';
