/** Something that goes wrong in a deployment on purpose. */
export interface Fault {
  /** `kill-service:stock`, `duplicate-deliveries`. */
  readonly id: string;
  /** `kill`, `pause`, `cut`, `slow`, `duplicate`, `hang`, `decline`, `lose-reply`, `disk-full`. */
  readonly kind: string;
  /** The part it befalls, as `explain` names it: `the service stock`. */
  readonly part: string;
  /** `the service stock is killed`. */
  readonly title: string;
  /** `basic`: a few of a profile that tell the most. */
  readonly group: 'basic' | 'more';
  /**
   * Where the deployment must run on something of the fault's own: starts that, and writes a copy of the profile that uses it,
   * under the same name, to `directory`, which is the fault's alone.
   *
   * @throws FaultNotPossible where the machine does not allow it; then nothing is left behind
   */
  prepare?(profileFile: string, directory: string): Promise<Prepared>;
}

export interface Prepared {
  /** To be started in place of the other. */
  readonly profileFile: string;
  /** For `up`, on top of its own. */
  readonly environment: Record<string, string>;
  /** Ends what was started; to be called when the deployment has ended. */
  close(): Promise<void>;
}

/** This deployment or this machine does not allow a fault: its message says why, in a sentence. */
export class FaultNotPossible extends Error {
  override readonly name = 'FaultNotPossible';
}
