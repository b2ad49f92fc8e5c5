import { Injectable } from '@nestjs/common';

/** Tells this process's relays that a log has grown. Only shortens their wait: a hint may be lost or come from elsewhere. */
@Injectable()
export class LogHints {
  private readonly listeners = new Map<string, Set<() => void>>();

  hint(module: string): void {
    for (const listener of this.listeners.get(module) ?? []) listener();
  }

  /** @returns a function that ends the listening */
  listen(module: string, listener: () => void): () => void {
    const known = this.listeners.get(module) ?? new Set();
    this.listeners.set(module, known.add(listener));
    return () => void known.delete(listener);
  }
}
