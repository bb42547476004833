import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Clock } from '../../../vocabulary/clock.js';
import { Fonix } from './fonix.js';
import type { TextGateway } from './text-gateway.js';
import { Twilio } from './twilio.js';
import { Vonage } from './vonage.js';

/** The gateways that are set up, by name. */
@Injectable()
export class Gateways {
  private readonly byName = new Map<string, TextGateway>();

  constructor(@Inject(CONFIG) { fonix, twilio, vonage, publicUrl }: Config, clock: Clock) {
    if (fonix) this.add(new Fonix(fonix));
    if (twilio) this.add(new Twilio(twilio, publicUrl));
    if (vonage) this.add(new Vonage(vonage, publicUrl, clock));
  }

  all(): TextGateway[] {
    return [...this.byName.values()];
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Throws for one that is not set up. */
  of(name: string): TextGateway {
    const gateway = this.byName.get(name);
    if (!gateway) throw new Error(`the gateway ${name} is not set up`);
    return gateway;
  }

  private add(gateway: TextGateway): void {
    this.byName.set(gateway.name, gateway);
  }
}
