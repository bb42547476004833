import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { projectRoot } from '../platform/config/project-root.js';
import { NotFound } from '../platform/http/http.problems.js';

const types: Readonly<Record<string, string>> = {
  'style.css': 'text/css; charset=utf-8',
  'staff.css': 'text/css; charset=utf-8',
  'live-total.js': 'text/javascript; charset=utf-8',
  'ask-again.js': 'text/javascript; charset=utf-8',
  'proof-of-work.js': 'text/javascript; charset=utf-8',
  'widget.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** The few files that pages link to: all our own. */
@ApiExcludeController()
@Controller('assets')
export class AssetsController {
  private readonly files = new Map(
    Object.keys(types).map((name) => [name, readFileSync(join(projectRoot, 'src', 'web', 'assets', name))]),
  );

  @Get(':name')
  @Header('Cache-Control', 'public, max-age=3600')
  file(@Param('name') name: string, @Res() reply: FastifyReply): void {
    const body = this.files.get(name);
    const type = types[name];
    if (!body || !type) throw new NotFound();
    void reply.type(type).send(body);
  }
}
