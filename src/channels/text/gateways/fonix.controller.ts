import { createHash, timingSafeEqual } from 'node:crypto';
import { BlockList, isIPv4 } from 'node:net';
import { Body, Controller, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { SenderRefused } from '../../../platform/http/http.problems.js';
import { Inbox } from '../../../platform/messaging/inbox.js';
import { Metrics } from '../../../platform/metrics/metrics.js';
import type { FonixForm } from './fonix.js';

/**
 * What Fonix posts to us. It signs nothing, so a token in the path and its addresses stand for a signature;
 * each message is kept as it came and answered with an empty 200.
 */
@ApiExcludeController()
@Controller('webhooks/text/fonix/:token')
export class FonixController {
  private readonly allowed = new BlockList();
  /** Hashed, so that a comparison takes the same time whatever was sent. */
  private readonly token: Buffer;

  constructor(
    private readonly inbox: Inbox,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.token = hashed(config.fonix.webhookToken);
    for (const item of config.fonix.allowedIps) {
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
    return this.keep(request, token, 'fonix.message', body, (form) => form['GUID']);
  }

  @Post('stop')
  @HttpCode(200)
  @Header('Content-Type', 'text/plain')
  stop(
    @Req() request: FastifyRequest,
    @Param('token') token: string,
    @Body() body: unknown,
  ): Promise<string> {
    return this.keep(request, token, 'fonix.message', body, (form) => form['GUID']);
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
    identity: (form: FonixForm) => string | undefined,
  ): Promise<string> {
    if (!timingSafeEqual(hashed(token), this.token) || !this.isAllowed(request.ip)) {
      this.metrics.refusedWebhooks.inc({ source });
      throw new SenderRefused();
    }
    const form = (typeof body === 'object' && body !== null ? body : {}) as FonixForm;
    const given = identity(form) ?? '';
    await this.inbox.keep({
      source,
      externalId: /^[\x20-\x7e]{1,300}$/.test(given) ? given : contentOf(form),
      body: form,
    });
    return '';
  }

  private isAllowed(address: string): boolean {
    if (this.config.fonix.allowedIps.length === 0) return true;
    return this.allowed.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  }
}

/** A final report must not pass for a repeat of the interim one; RETRYCOUNT and DURATION change with each repeat. */
function reportIdentity(form: FonixForm): string | undefined {
  const { GUID, STATUSCODE, STATUSTIME } = form;
  return GUID && STATUSCODE ? [GUID, STATUSCODE, STATUSTIME ?? ''].join(' ') : undefined;
}

/** What can't be identified is kept all the same, by its content, for staff to see. */
function contentOf(form: FonixForm): string {
  return hashed(JSON.stringify(form)).toString('hex');
}

function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
