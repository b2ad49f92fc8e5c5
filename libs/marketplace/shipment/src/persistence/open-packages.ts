import type { InlineEvent, InlineProjection } from '@platform/event-sourcing';
import type { UnitOfWork } from '@platform/persistence';

import { ShipmentCreated, type ShipmentEvent, ShipmentPackageDelivered } from '../contract/index.js';
import type { OpenPackage } from '../domain/shipment.repository.js';
import { oldestOpenInWindowSql, oldestOpenOfAllSql, WINDOW } from './oldest-open-packages.sql.js';

interface Row extends OpenPackage {
  /** Id of the shipment's first package. It is a UUIDv7, made when the shipment was: shipments come in its order. */
  readonly firstPackage: string;
  readonly place: number;
}

/**
 * Inline projection: the packages that are on their way, of all shipments. A run of deliveries decides by it which is each seller's
 * oldest, so it is written with the events.
 */
export class OpenPackages implements InlineProjection {
  readonly types = new Set<string>([ShipmentCreated.type, ShipmentPackageDelivered.type]);
  private readonly followSql: string;
  private readonly clearSql: string;
  private readonly windowSql: string;
  private readonly allSql: string;

  constructor(private readonly unit: UnitOfWork) {
    const table = `"${unit.schema}".open_package`;
    this.followSql = `
      WITH delivered AS (
        DELETE FROM ${table} WHERE package_id = ANY ($2::uuid[])
      )
      INSERT INTO ${table} (package_id, order_id, seller_id, first_package, place)
      SELECT "packageId", "orderId", "sellerId", "firstPackage", place
        FROM json_to_recordset($1::json)
          AS created ("packageId" uuid, "orderId" uuid, "sellerId" uuid, "firstPackage" uuid, place smallint)`;
    this.clearSql = `TRUNCATE ${table}`;
    this.windowSql = oldestOpenInWindowSql(table);
    this.allSql = oldestOpenOfAllSql(table);
  }

  /** Follows what is being recorded. */
  follow(events: readonly ShipmentEvent[]): void {
    const opened = new Map<string, Row>();
    const delivered: string[] = [];
    for (const { type, data } of events) {
      if (type === 'shipment.created') for (const row of rowsOf(data)) opened.set(row.packageId, row);
      else if (type === 'shipment.package-delivered' && !opened.delete(data.packageId))
        delivered.push(data.packageId);
    }
    if (opened.size > 0 || delivered.length > 0)
      this.unit.write(this.followSql, [JSON.stringify([...opened.values()]), delivered]);
  }

  async oldest(sellers: number): Promise<OpenPackage[]> {
    const rows = await this.unit.query<OpenPackage & { lookedAt: number }>(this.windowSql, [sellers]);
    const [first] = rows;
    const complete = rows.length === sellers || first === undefined || first.lookedAt < WINDOW;
    if (!complete) return this.unit.query<OpenPackage>(this.allSql, [sellers]);
    return rows.map(({ sellerId, orderId, packageId }) => ({ sellerId, orderId, packageId }));
  }

  readonly apply = async (events: readonly InlineEvent[]): Promise<void> => {
    // Validated by the schemas of the module's own contract as they were read.
    this.follow(events as readonly ShipmentEvent[]);
    await this.unit.settled();
  };

  readonly clear = async (): Promise<void> => {
    await this.unit.query(this.clearSql);
  };
}

function rowsOf({ orderId, packages }: ShipmentCreated['data']): Row[] {
  return packages.map(({ id: packageId, sellerId }, index) => ({
    ...{ packageId, orderId, sellerId, place: index + 1 },
    firstPackage: packages[0]?.id ?? packageId,
  }));
}
