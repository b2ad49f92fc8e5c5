import { Injectable } from '@nestjs/common';

/** Modules of this process that have a log and an inbox. */
@Injectable()
export class HostedModules {
  private readonly names = new Set<string>();
  private readonly withKeptLog = new Set<string>();

  add(name: string): void {
    this.names.add(name);
  }

  has(name: string): boolean {
    return this.names.has(name);
  }

  /** Of a module whose log is what its data is made of: nothing of it is ever removed. */
  keepLogOf(name: string): void {
    this.withKeptLog.add(name);
  }

  keepsLog(name: string): boolean {
    return this.withKeptLog.has(name);
  }

  get all(): readonly string[] {
    return [...this.names].sort();
  }
}
