import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { UnitOfWork } from '@platform/persistence';

import { type OpenPackage, ShipmentRepository } from '../../domain/shipment.repository.js';
import { DeliverPackages } from './deliver-packages.command.js';

const SELLERS_PER_RUN = 10;

@CommandHandler(DeliverPackages)
export class DeliverPackagesHandler implements ICommandHandler<DeliverPackages> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly shipments: ShipmentRepository,
  ) {}

  execute(): Promise<OpenPackage[]> {
    return this.uow.run(async () => {
      await this.shipments.takeDeliveryTurn();
      const open = await this.shipments.oldestOpenPackages(SELLERS_PER_RUN);
      if (open.length === 0) return [];
      const found = await this.shipments.load([...new Set(open.map(({ orderId }) => orderId))]);
      const byOrder = new Map(found.map((shipment) => [shipment.id, shipment]));
      const delivered = open.filter(({ orderId, packageId }) => byOrder.get(orderId)?.deliver(packageId));
      await this.shipments.save(found);
      return delivered;
    });
  }
}
