import { Injectable } from '@nestjs/common';

/** Modules of this process that have a log and an inbox. */
@Injectable()
export class HostedModules {
  private readonly names = new Set<string>();

  add(name: string): void {
    this.names.add(name);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  get all(): readonly string[] {
    return [...this.names].sort();
  }
}
