import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { done, newId, type StepOutcome } from '@platform/domain';
import { UnitOfWork } from '@platform/persistence';

import { CreateShipment } from '../../contract/index.js';
import { Shipment } from '../../domain/shipment.js';
import { ShipmentRepository } from '../../domain/shipment.repository.js';

@CommandHandler(CreateShipment)
export class CreateShipmentHandler implements ICommandHandler<CreateShipment> {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly shipments: ShipmentRepository,
  ) {}

  execute({ data }: CreateShipment): Promise<StepOutcome<null>> {
    return this.uow.run(async () => {
      const packages = data.lines.map((line) => ({ id: newId(), ...line }));
      await this.shipments.add(Shipment.create(data.orderId, data.customerId, data.address, packages));
      return done(null);
    });
  }
}
