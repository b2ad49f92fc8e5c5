import { Command } from '@nestjs/cqrs';

import type { OpenPackage } from '../../domain/shipment.repository.js';

/** One run of deliveries: up to ten sellers' oldest open package each. Answers what was delivered, oldest first. */
export class DeliverPackages extends Command<OpenPackage[]> {}
