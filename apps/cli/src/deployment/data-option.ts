import { Option } from 'commander';

/** `--data DIR`, the same for every command that works on a deployment. */
export const dataOption = () => new Option('--data <dir>', 'data directory').default('.whereabouts');
