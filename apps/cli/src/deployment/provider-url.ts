import { DeploymentError } from './deployment-error.js';

/** Of a payment provider that is not ours; undefined for the stand-in. */
export function providerFrom(environment: NodeJS.ProcessEnv): string | undefined {
  const url = environment['PAYMENT_PROVIDER_URL'];
  if (url === undefined || url === '') return undefined;
  if (URL.canParse(url) && /^https?:/.test(url)) return url;
  throw new DeploymentError(`PAYMENT_PROVIDER_URL is "${url}": give an http or https address, or unset it.`);
}
