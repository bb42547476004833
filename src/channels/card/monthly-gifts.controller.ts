import { Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CardPageDto, MonthlyGiftDto, MonthlyGiftQuery } from './monthly-gifts.dto.js';
import { type MonthlyGift, MonthlyGifts } from './monthly-gifts.service.js';

const notFound = { description: 'monthly_gift_not_found: no such gift, or not its token' };
const notStarted = { description: 'monthly_gift_not_started' };

@ApiTags('giving')
@Controller('api/v1/monthly-gifts')
export class MonthlyGiftsController {
  constructor(private readonly gifts: MonthlyGifts) {}

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @ApiOkResponse({ type: MonthlyGiftDto })
  @ApiNotFoundResponse(notFound)
  async gift(@Param('id') id: string, @Query() { token }: MonthlyGiftQuery): Promise<MonthlyGiftDto> {
    return seen(await this.gifts.of(id, token));
  }

  /** Stripe is told at once; the status follows when it has answered. */
  @Post(':id/stop')
  @HttpCode(202)
  @ApiAcceptedResponse({ description: 'Stripe is being told.' })
  @ApiNotFoundResponse(notFound)
  @ApiConflictResponse(notStarted)
  async stop(@Param('id') id: string, @Query() { token }: MonthlyGiftQuery): Promise<void> {
    await this.gifts.stop(id, token);
  }

  @Post(':id/card')
  @HttpCode(200)
  @ApiOkResponse({ type: CardPageDto })
  @ApiNotFoundResponse(notFound)
  @ApiConflictResponse(notStarted)
  @ApiServiceUnavailableResponse({ description: 'card_page_away: Stripe gives no page just now' })
  async card(@Param('id') id: string, @Query() { token }: MonthlyGiftQuery): Promise<CardPageDto> {
    return { url: await this.gifts.cardPageUrl(id, token) };
  }
}

const seen = ({ id, status }: MonthlyGift): MonthlyGiftDto => ({ id, status });
