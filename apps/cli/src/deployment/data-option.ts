import { Option } from 'commander';

export const DEFAULT_DATA = '.whereabouts';

/** `--data DIR`, the same for every command that works on a deployment. */
export const dataOption = () => new Option('--data <dir>', 'data directory').default(DEFAULT_DATA);
