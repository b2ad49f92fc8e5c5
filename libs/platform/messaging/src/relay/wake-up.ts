/** A pause that can be cut short. A call of `wake` while nobody waits is remembered for the next pause. */
export class WakeUp {
  private woken = false;
  private resume: (() => void) | undefined;

  wake(): void {
    this.woken = true;
    this.resume?.();
  }

  /**
   * @param ms longest pause
   * @returns true when woken
   */
  async pause(ms: number): Promise<boolean> {
    if (!this.woken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, ms)); // the time may just have come
        this.resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.resume = undefined;
    }
    const woken = this.woken;
    this.woken = false;
    return woken;
  }
}
