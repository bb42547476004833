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
import { Nonces } from './nonces.js';
import { isPlain, posted, type Posted } from './posted-fields.js';
import { isSignedByVonage } from './vonage-signature.js';
import { isAbout, signedClaims } from './vonage-token.js';
import { vonageMessageId, vonageReportId } from './vonage.js';
import { identityOf, WebhookDoor } from './webhook-door.js';

/** What proves a sender: when it signed and, where it says one, a word that it uses only once. */
interface Proof {
  signedAt: unknown;
  nonce: unknown;
}

/**
 * What Vonage posts to us: its SMS API signs the fields, its Messages API sends a JWT about the body. A message
 * that comes again is signed anew, so an old signature is a replay.
 */
@ApiExcludeController()
@Controller('webhooks/text/vonage')
export class VonageController {
  constructor(
    private readonly door: WebhookDoor,
    private readonly nonces: Nonces,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('message')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  message(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, authorization, 'vonage.message', posted(body), vonageMessageId);
  }

  @Post('status')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  status(
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Headers('authorization') authorization: string | undefined,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, authorization, 'vonage.report', posted(body), vonageReportId);
  }

  private async keep(
    { rawBody }: RawBodyRequest<FastifyRequest>,
    authorization: string | undefined,
    source: string,
    body: Posted,
    idOf: (body: Posted) => string | undefined,
  ): Promise<string> {
    const { vonage } = this.config;
    if (!vonage) throw new NotFound();
    const proof =
      authorization === undefined
        ? provenByFields(body, vonage)
        : provenByToken(authorization, rawBody ?? Buffer.alloc(0), vonage);
    this.door.admit(source, proof !== undefined && this.nonces.isTimely(proof.signedAt));
    const id = identityOf(idOf(body), body);
    if (isPlain(proof?.nonce))
      this.door.admit(source, await this.nonces.belongsTo(`vonage ${proof.nonce}`, `${source} ${id}`));
    await this.door.keep(source, id, body);
    return '';
  }
}

type Account = NonNullable<Config['vonage']>;

/** Not every account sends a nonce with its fields; without one the inbox's key is all the memory of a replay. */
function provenByFields(fields: Posted, { apiKey, signatureSecret }: Account): Proof | undefined {
  if (!isSignedByVonage(fields, signatureSecret)) return undefined;
  if (fields['api-key'] !== undefined && fields['api-key'] !== apiKey) return undefined;
  return { signedAt: fields['timestamp'], nonce: fields['nonce'] };
}

function provenByToken(
  authorization: string,
  rawBody: Buffer,
  { apiKey, signatureSecret }: Account,
): Proof | undefined {
  const token = /^Bearer ([\w.-]+)$/i.exec(authorization)?.[1] ?? '';
  const claims = signedClaims(token, signatureSecret);
  if (!claims || !isPlain(claims['jti']) || !isAbout(claims, rawBody, apiKey)) return undefined;
  return { signedAt: claims['iat'], nonce: claims['jti'] };
}
