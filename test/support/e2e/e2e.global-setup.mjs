// One deployment for all e2e specs that do not break it. Jest loads this in its parent process, natively: the hook lets it read
// the TypeScript sources.
import '../typescript.hook.mjs';

export default async function startSharedDeployment() {
  const { Deployment } = await import('./deployment.ts');
  const deployment = await Deployment.start();
  globalThis.sharedDeployment = deployment;
  process.env.E2E_DATA = deployment.data;
  process.env.E2E_RUN = JSON.stringify(await deployment.run());
}
