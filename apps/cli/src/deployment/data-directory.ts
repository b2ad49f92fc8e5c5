import { access, constants, mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DeploymentError } from './deployment-error.js';

const neededBytes = 200 * 1024 * 1024;

/** The files of one deployment. Everything below the directory that is not named here is somebody else's. */
export class DataDirectory {
  readonly root: string;
  readonly lock: string;
  readonly placement: string;
  readonly upFile: string;
  readonly runFile: string;
  readonly logs: string;
  readonly databases: string;
  readonly broker: string;
  readonly provider: string;

  constructor(path: string) {
    this.root = resolve(path);
    this.lock = join(this.root, 'up.lock');
    this.placement = join(this.root, 'placement.json');
    this.upFile = join(this.root, 'up.json');
    this.runFile = join(this.root, 'run.json');
    this.logs = join(this.root, 'logs');
    this.databases = join(this.root, 'databases');
    this.broker = join(this.root, 'broker');
    this.provider = join(this.root, 'provider');
  }

  databaseDirectory(name: string): string {
    return join(this.databases, name);
  }

  logFile(part: string): string {
    return join(this.logs, `${part}.log`);
  }

  /** What `reset` may remove. */
  ownNames(): string[] {
    return [
      this.databases,
      this.broker,
      this.provider,
      this.logs,
      this.runFile,
      this.upFile,
      this.placement,
      this.lock,
    ].map((path) => basename(path));
  }

  async prepare(): Promise<void> {
    try {
      await makeDirectory(this.root);
      await this.#refuseStrangersDirectory();
      await mkdir(this.logs, { recursive: true });
      await mkdir(this.databases, { recursive: true });
      await access(this.root, constants.W_OK);
      const { bavail, bsize } = await statfs(this.root);
      if (bavail * bsize < neededBytes) throw Object.assign(new Error(), { code: 'ENOSPC' });
    } catch (error) {
      throw dataDirectorySentence(error, this.root);
    }
  }

  async #refuseStrangersDirectory(): Promise<void> {
    const found = await readdir(this.root);
    const own = this.ownNames();
    if (found.length > 0 && !found.some((name) => own.includes(name))) {
      throw new DeploymentError(
        `${this.root} holds other files (${found[0] ?? ''}): choose an empty data directory with --data.`,
      );
    }
  }
}

/** `mkdir -p`. Node's own never returns where a parent takes no directories but says "no such file", as /proc does. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeDirectory(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** What the file system says about the data directory, as one sentence with a remedy. */
export function dataDirectorySentence(error: unknown, directory: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new DeploymentError(
        `The disk of the data directory ${directory} is full: free at least 200 MB, or choose another directory with --data.`,
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOENT':
      return new DeploymentError(
        `The data directory ${directory} cannot be written: choose another with --data.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new DeploymentError(
        `${directory} is not a directory: choose another data directory with --data.`,
      );
    default:
      return error;
  }
}
