import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { GivenHour } from '../../reports/given-by-hour.js';
import { Picture } from './picture.js';
import { count, money, Table } from './table.js';

const channels = ['text', 'card', 'bank'] as const;
const width = 900;
const height = 260;
const left = 60;
const right = 10;
const top = 34;
const bottom = 30;

const clockHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  hour12: false,
});
const dayAndHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

export interface HourChartProps {
  hours: Date[];
  given: GivenHour[];
}

/** Gifts by the hour in which they were given, one bar an hour, its channels on top of each other. */
export function HourChart({ hours, given }: HourChartProps) {
  const rows = hours.map((hour) => ({ hour, ...donationsOf(given, hour) }));
  const most = Math.max(1, ...rows.map(({ text, card, bank }) => text + card + bank));
  const x = scaleBand<number>()
    .domain(hours.map(Number))
    .range([left, width - right])
    .padding(0.15);
  const y = scaleLinear()
    .domain([0, most])
    .nice(4)
    .range([height - bottom, top]);
  const ticks = y.ticks(4).filter((tick) => Number.isInteger(tick));
  const series = stack<(typeof rows)[number]>().keys([...channels])(rows);
  const sum = given.reduce((total, { donations }) => total + donations, 0);
  return (
    <Picture
      id="hours"
      title="Gifts of the last 48 hours, by the hour"
      says={`${count(sum)} confirmed gifts; at most ${count(most)} in one hour.`}
      width={width}
      height={height}
      table={
        <Table
          caption="Gifts by the hour"
          head={['Hour', 'Text', 'Card', 'Bank', 'Amount']}
          numbers={['Text', 'Card', 'Bank', 'Amount']}
          rows={rows
            .filter(({ amountPence }) => amountPence > 0)
            .map(({ hour, text, card, bank, amountPence }) => [
              dayAndHour.format(hour),
              count(text),
              count(card),
              count(bank),
              money(amountPence),
            ])}
        />
      }
    >
      <Legend />
      {ticks.map((tick) => (
        <g class="tick">
          <line x1={left} x2={width - right} y1={y(tick)} y2={y(tick)} />
          <text x={left - 8} y={y(tick) + 5} text-anchor="end">
            {count(tick)}
          </text>
        </g>
      ))}
      {series.map((bars) =>
        bars.map((bar) => (
          <rect
            class={`channel-${bars.key}`}
            x={x(Number(bar.data.hour))}
            width={x.bandwidth()}
            y={y(bar[1])}
            height={y(bar[0]) - y(bar[1])}
          />
        )),
      )}
      {hours
        .filter((_, index) => index % 6 === 5)
        .map((hour) => (
          <text x={(x(Number(hour)) ?? 0) + x.bandwidth() / 2} y={height - 8} text-anchor="middle">
            {clockHour.format(hour)}:00
          </text>
        ))}
    </Picture>
  );
}

function donationsOf(given: GivenHour[], hour: Date) {
  const ofHour = given.filter((row) => Number(row.hour) === Number(hour));
  const of = (channel: string): number => ofHour.find((row) => row.channel === channel)?.donations ?? 0;
  return {
    text: of('text'),
    card: of('card'),
    bank: of('bank'),
    amountPence: ofHour.reduce((sum, { amountPence }) => sum + amountPence, 0),
  };
}

function Legend() {
  return (
    <g class="legend">
      {channels.map((channel, index) => (
        <g transform={`translate(${left + index * 90} 6)`}>
          <rect class={`channel-${channel}`} width={16} height={16} />
          <text x={22} y={14}>
            {channel}
          </text>
        </g>
      ))}
    </g>
  );
}

export interface ChannelChartProps {
  given: Omit<GivenHour, 'hour'>[];
}

const barHeight = 44;

/** What each channel brought since the beginning. */
export function ChannelChart({ given }: ChannelChartProps) {
  const most = Math.max(1, ...given.map(({ amountPence }) => amountPence));
  const x = scaleLinear().domain([0, most]).range([0, 560]);
  const drawn = channels.map(
    (channel) => given.find((row) => row.channel === channel) ?? { channel, donations: 0, amountPence: 0 },
  );
  return (
    <Picture
      id="channels"
      title="Confirmed gifts by channel, since the beginning"
      says={drawn
        .map((row) => `${row.channel}: ${count(row.donations)}, ${money(row.amountPence)}`)
        .join('; ')}
      width={width}
      height={channels.length * barHeight}
      table={
        <Table
          caption="Gifts by channel"
          head={['Channel', 'Gifts', 'Amount']}
          numbers={['Gifts', 'Amount']}
          rows={drawn.map((row) => [row.channel, count(row.donations), money(row.amountPence)])}
        />
      }
    >
      {drawn.map((row, index) => (
        <g transform={`translate(0 ${index * barHeight})`}>
          <text x={left - 8} y={barHeight / 2 + 5} text-anchor="end">
            {row.channel}
          </text>
          <rect
            class={`channel-${row.channel}`}
            x={left}
            y={6}
            width={x(row.amountPence)}
            height={barHeight - 12}
          />
          <text x={left + x(row.amountPence) + 10} y={barHeight / 2 + 5}>
            {money(row.amountPence)} · {count(row.donations)}
          </text>
        </g>
      ))}
    </Picture>
  );
}
