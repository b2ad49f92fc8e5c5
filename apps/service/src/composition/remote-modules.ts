import { RemoteOrderModule } from '@marketplace/order/remote';
import type { DynamicModule } from '@nestjs/common';
import type { ServiceConfiguration } from '@platform/profile';

/** What modules hosted here ask of one hosted elsewhere: for each such module, who asks and what stands in for it. */
const standIns: Readonly<Record<string, { by: string; at: (urls: readonly string[]) => DynamicModule }>> = {
  order: { by: 'cart', at: (urls) => RemoteOrderModule.at(urls) },
};

/** Stand-ins for the modules of other services that modules of this one read from. */
export function remoteModules({ modules, peers }: ServiceConfiguration): DynamicModule[] {
  return Object.entries(standIns)
    .filter(([module, { by }]) => modules.includes(by) && !modules.includes(module))
    .map(([module, { at }]) => {
      const peer = peers.find((candidate) => candidate.module === module);
      if (!peer) throw new Error(`Nobody said where the module "${module}" answers.`);
      return at(peer.urls);
    });
}
