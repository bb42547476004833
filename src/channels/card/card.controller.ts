import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  Ip,
  Param,
  Post,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { ApiCreatedResponse, ApiExcludeEndpoint, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type Stripe from 'stripe';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { Malformed, SignatureInvalid } from '../../platform/http/http.problems.js';
import { Inbox } from '../../platform/messaging/inbox.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { CardGiving } from './card-giving.js';
import { NewDonationDto, StartedDonationDto } from './card.dto.js';
import { STRIPE } from './card.tokens.js';

@ApiTags('giving')
@Controller()
export class CardController {
  constructor(
    private readonly giving: CardGiving,
    private readonly inbox: Inbox,
    private readonly metrics: Metrics,
    @Inject(STRIPE) private readonly stripe: Stripe,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('api/v1/appeals/:slug/donations')
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: '8 to 255 characters.' })
  @ApiCreatedResponse({ type: StartedDonationDto })
  give(
    @Param('slug') slug: string,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Body() body: NewDonationDto,
    @Ip() from: string,
  ): Promise<StartedDonationDto> {
    return this.giving.give(slug, idempotencyKey, body, from);
  }

  /** Verified on arrival, because a signature is good for five minutes only; worked on later. */
  @Post('webhooks/stripe')
  @HttpCode(200)
  @ApiExcludeEndpoint()
  async event(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('stripe-signature') signature = '',
  ): Promise<void> {
    const event = this.verified(request.rawBody ?? Buffer.alloc(0), signature);
    if (typeof event?.id !== 'string' || !/^[\w-]{1,255}$/.test(event.id))
      throw new Malformed('An event has an id and a type.');
    await this.inbox.keep({ source: 'stripe', externalId: event.id, body: event });
  }

  private verified(body: Buffer, signature: string): Stripe.Event {
    for (const secret of this.config.stripe.webhookSecrets) {
      try {
        return this.stripe.webhooks.constructEvent(body, signature, secret);
      } catch {
        // Another secret may fit while they are being rotated.
      }
    }
    this.metrics.refusedWebhooks.inc({ source: 'stripe' });
    throw new SignatureInvalid();
  }
}
