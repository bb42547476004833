import { BlockList, isIPv4 } from 'node:net';
import { Body, Controller, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { NotFound } from '../../../platform/http/http.problems.js';
import { isSame } from './constant-time.js';
import { isPlain, posted, type Posted } from './posted-fields.js';
import { identityOf, WebhookDoor } from './webhook-door.js';
import { RateAlarm } from '../rate-alarm.js';

/**
 * What Fonix posts to us. It signs nothing, so a token in the path and its addresses stand for a signature;
 * each message is kept as it came and answered with an empty 200. There is no time to bound: the inbox's key
 * is all the memory that a repeat can be known by.
 */
@ApiExcludeController()
@Controller('webhooks/text/fonix/:token')
export class FonixController {
  private readonly allowed = new BlockList();

  constructor(
    private readonly door: WebhookDoor,
    private readonly alarm: RateAlarm,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    for (const item of config.fonix?.allowedIps ?? []) {
      const [address = '', bits] = item.split('/');
      const family = isIPv4(address) ? 'ipv4' : 'ipv6';
      if (bits === undefined) this.allowed.addAddress(address, family);
      else this.allowed.addSubnet(address, Number(bits), family);
    }
  }

  @Post('message')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  message(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, token, 'fonix.message', body, messageIdentity);
  }

  /** An opt-out is a text too; the mark says which way it came. */
  @Post('stop')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  stop(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, token, 'fonix.message', { ...posted(body), isStop: true }, messageIdentity);
  }

  @Post('charge-report')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  chargeReport(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, token, 'fonix.charge-report', body, reportIdentity);
  }

  @Post('report')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  report(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, token, 'fonix.report', body, reportIdentity);
  }

  private async keep(
    request: FastifyRequest,
    token: string,
    source: string,
    body: unknown,
    identity: (form: Posted) => string | undefined,
  ): Promise<string> {
    const { fonix } = this.config;
    if (!fonix) throw new NotFound();
    this.door.admit(source, isSame(token, fonix.webhookToken) && this.isAllowed(request.ip));
    if (source === 'fonix.message') this.alarm.came('address', request.ip);
    const form = posted(body);
    await this.door.keep(source, identityOf(identity(form), form), form);
    return '';
  }

  /** No list at all is for the sandbox alone. */
  private isAllowed(address: string): boolean {
    if (this.config.fonix?.allowedIps.length === 0) return !this.config.production;
    return this.allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

function messageIdentity({ GUID }: Posted): string | undefined {
  return isPlain(GUID) ? GUID : undefined;
}

/**
 * A final report must not pass for a repeat of the interim one, nor one charge's for another's; RETRYCOUNT and
 * DURATION change with each repeat.
 */
function reportIdentity({ GUID, STATUSCODE, STATUSTIME, REQUESTID }: Posted): string | undefined {
  return isPlain(GUID) && isPlain(STATUSCODE)
    ? `${GUID} ${STATUSCODE} ${String(STATUSTIME ?? '')} ${String(REQUESTID ?? '')}`
    : undefined;
}
