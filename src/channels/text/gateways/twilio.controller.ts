import {
  Body,
  Controller,
  Header,
  Headers,
  HttpCode,
  Inject,
  Post,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { NotFound } from '../../../platform/http/http.problems.js';
import { posted, type Posted } from './posted-fields.js';
import { isSignedByTwilio } from './twilio-signature.js';
import { twilioId } from './twilio.js';
import { identityOf, WebhookDoor } from './webhook-door.js';

/** An answer in TwiML that does nothing: what we have to say goes out by a call of ours. */
const nothingToSay = '<Response/>';

/** What Twilio posts to us, each message kept under its MessageSid. */
@ApiExcludeController()
@Controller('webhooks/text/twilio')
export class TwilioController {
  constructor(
    private readonly door: WebhookDoor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('message')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  message(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('x-twilio-signature') signature: string | undefined,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, signature, 'twilio.message', body, twilioId);
  }

  @Post('status')
  @HttpCode(200)
  @Header('Content-Type', 'text/xml')
  status(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('x-twilio-signature') signature: string | undefined,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, signature, 'twilio.report', body, statusIdentity);
  }

  private async keep(
    request: RawBodyRequest<FastifyRequest>,
    signature: string | undefined,
    source: string,
    body: unknown,
    identity: (body: Posted) => string | undefined,
  ): Promise<string> {
    const { twilio, publicUrl } = this.config;
    if (!twilio) throw new NotFound();
    const claimed = {
      signature: signature ?? '',
      url: `${publicUrl}${request.url}`,
      rawBody: request.rawBody ?? Buffer.alloc(0),
      isForm: /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''),
    };
    const fields = posted(body);
    const isProven =
      isSignedByTwilio(claimed, twilio.authToken) && fields['AccountSid'] === twilio.accountSid;
    this.door.admit(source, isProven);
    await this.door.keep(source, identityOf(identity(fields), fields), fields);
    return nothingToSay;
  }
}

function statusIdentity(body: Posted): string | undefined {
  const sid = twilioId(body);
  const status = body['MessageStatus'];
  return sid !== undefined && typeof status === 'string' ? `${sid} ${status}` : undefined;
}
