import { Injectable } from '@nestjs/common';
import { Fonix } from './fonix.js';
import type { TextGateway } from './text-gateway.js';

/** Every gateway that we speak with, by its name. */
@Injectable()
export class Gateways {
  private readonly byName: ReadonlyMap<string, TextGateway>;

  constructor(fonix: Fonix) {
    const gateways: TextGateway[] = [fonix];
    this.byName = new Map(gateways.map((gateway) => [gateway.name, gateway]));
  }

  all(): TextGateway[] {
    return [...this.byName.values()];
  }

  of(name: string): TextGateway {
    const gateway = this.byName.get(name);
    if (!gateway) throw new Error(`there is no gateway ${name}`);
    return gateway;
  }
}
