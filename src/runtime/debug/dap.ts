/** What `Debug.enableDAP` asks of the kernel, and what it is told. */

export interface DapWish {
  /** 0: any free one. */
  readonly port: number;
  /** Waits until a debugger is there. */
  readonly wait: boolean;
}

export interface DapAddress {
  readonly port: number;
  readonly connectionFile: string;
}
