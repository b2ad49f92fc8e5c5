import Table from 'cli-table3';
import { demoId } from '../../deployment/demo-data.js';
import type { DataDirectory } from '../../deployment/data-directory.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';

export interface Outcome {
  readonly plan: DeploymentPlan;
  readonly directory: DataDirectory;
  readonly origin: string;
  readonly tookMs: number;
  readonly hasDemoData: boolean;
}

/** What a user needs to know once all is ready: where each module's data lives, the address, and what to try. */
export function summary({ plan, directory, origin, tookMs, hasDemoData }: Outcome): string {
  return [
    '',
    placementTable(plan),
    '',
    `${plan.profile} is ready after ${(tookMs / 1000).toFixed(1)} s at ${origin} (its API: ${origin}/docs; its data and logs: ${directory.root})`,
    '',
    'Try:',
    ...(hasDemoData ? shoppingExamples(origin) : emptyExamples(origin)).map((line) => `  ${line}`),
    '',
    'Ctrl-C stops it; data stays.',
  ].join('\n');
}

export function placementTable(plan: DeploymentPlan): string {
  const table = new Table({
    head: ['module', 'service', 'database.schema', 'persistence'],
    style: { head: [], border: [], compact: true },
  });
  for (const { module, database, schema, persistence } of plan.placement) {
    const service = plan.services.find(({ modules }) => modules.includes(module));
    table.push([module, service ? timesReplicas(service) : '', `${database}.${schema}`, persistence]);
  }
  return table.toString();
}

function timesReplicas({ name, replicas }: DeploymentPlan['services'][number]): string {
  return replicas === 1 ? name : `${name} × ${replicas}`;
}

const json = `-H 'Content-Type: application/json'`;

function shoppingExamples(origin: string): string[] {
  const cart = `${origin}/carts/${demoId('customer', 0)}`;
  return [
    `curl -s '${origin}/products?limit=3'`,
    `curl -s -X PUT ${cart}/items/${demoId('product', 0)} ${json} -d '{"quantity":2}'`,
    `curl -s -X POST ${cart}/checkout ${json} -H "Idempotency-Key: $RANDOM$RANDOM" -d '{"payment":{"method":"boleto"}}'`,
  ];
}

function emptyExamples(origin: string): string[] {
  const seller = `${origin}/sellers/${demoId('seller', 0)}`;
  const address = {
    street: 'Mill Lane 1',
    city: 'Galway',
    region: 'Connacht',
    postalCode: 'H91 X5P2',
    country: 'IE',
  };
  const body = JSON.stringify({ name: 'Harbour Goods', email: 'hello@harbour-goods.example', address });
  return [
    `curl -s -X PUT ${seller} ${json} -d '${body}'`,
    `curl -s ${seller}`,
    `curl -s '${origin}/products?limit=3'`,
  ];
}
