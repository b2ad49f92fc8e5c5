import type { ResolvedProfile } from '@platform/profile';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { renderCompose, type RenderOptions } from './compose/render-compose.js';

const formats: Readonly<Record<string, (profile: ResolvedProfile, options: RenderOptions) => string>> = {
  compose: renderCompose,
};

export function rendering(format: string, profile: ResolvedProfile, options: RenderOptions): string {
  const render = formats[format];
  if (!render) throw new DeploymentError(`A profile cannot be rendered as "${format}": write compose.`);
  return render(profile, options).trimEnd();
}
