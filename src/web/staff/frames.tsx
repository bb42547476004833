import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { Appeals } from '../../giving/appeals/appeals.service.js';
import { NotSignedIn } from '../../platform/access/access.problems.js';
import { renderPage } from '../pages/layout.js';
import { type Frame, FrameContext, type SectionName } from './frame.js';

/** Puts console pages into their frame: who is signed in, and which appeal they look at. It decides nothing. */
@Injectable()
export class Frames {
  constructor(private readonly appeals: Appeals) {}

  /**
   * The frame of a request that StaffMay let in. The appeal is the one that the address names; without one it is the
   * first that is open. An unknown name is no appeal of ours, and chooses none.
   */
  async of(request: FastifyRequest, section: SectionName, path?: string): Promise<Frame> {
    if (!request.staff) throw new NotSignedIn();
    const { person, role } = request.staff;
    const appeals = await this.appeals.all();
    const { appeal: asked } = request.query as { appeal?: unknown };
    const chosen =
      appeals.find(({ slug }) => slug === asked) ??
      appeals.find(({ status }) => status === 'open') ??
      appeals[0];
    return {
      person,
      role,
      section,
      path: path ?? request.url.split('?')[0] ?? '/staff',
      appeals: appeals.map(({ slug, definition }) => ({ slug, title: definition.title })),
      appeal: chosen?.slug,
    };
  }
}

/** Sends a console page. What staff see is for nobody's cache. */
export function sendFramed(reply: FastifyReply, frame: Frame, page: VNode, status = 200): void {
  void reply
    .status(status)
    .header('Cache-Control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(renderFramed(frame, page));
}

export function renderFramed(frame: Frame, page: VNode): string {
  return renderPage(<FrameContext.Provider value={frame}>{page}</FrameContext.Provider>);
}
