import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { projectRoot } from './platform/config/project-root.js';

/** The description of the API, as `openapi.json` holds it and /api/docs shows it. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    version: string;
  };
  const head = new DocumentBuilder()
    .setTitle('Every Penny')
    .setDescription(
      'Charity appeals: giving by text and card, and the books. Errors are application/problem+json.',
    )
    .setVersion(version)
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, head);
}
