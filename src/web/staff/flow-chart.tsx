import { scaleSqrt } from 'd3-scale';
import { linkHorizontal } from 'd3-shape';
import { Picture } from './picture.js';
import { money, Table } from './table.js';

/** How much is where, of one appeal; what is owed may be below zero. */
export interface MoneyByPlace {
  promisedPence: number;
  stripePence: number;
  transitPence: number;
  networksPence: number;
  disputedPence: number;
  bankPence: number;
  operatorOwesPence: number;
  partnerOwesPence: number;
  passedOnPence: number;
}

interface Place {
  label: string;
  of: keyof MoneyByPlace;
  column: number;
  row: number;
  /** Where money goes from here. */
  to: Place['of'][];
}

/** From the donor on the left to the charity on the right. */
const places: Place[] = [
  {
    label: 'Donors: promised',
    of: 'promisedPence',
    column: 0,
    row: 1.5,
    to: ['stripePence', 'networksPence'],
  },
  { label: 'Open disputes', of: 'disputedPence', column: 2, row: 0, to: [] },
  { label: 'Stripe', of: 'stripePence', column: 1, row: 1, to: ['transitPence', 'disputedPence'] },
  { label: 'Stripe to bank', of: 'transitPence', column: 2, row: 1, to: ['bankPence'] },
  { label: 'Phone networks', of: 'networksPence', column: 1, row: 2, to: ['bankPence'] },
  { label: 'Operator owes', of: 'operatorOwesPence', column: 2, row: 3, to: ['bankPence'] },
  { label: 'Appeal’s bank', of: 'bankPence', column: 3, row: 2, to: ['passedOnPence'] },
  { label: 'Charity has', of: 'passedOnPence', column: 4, row: 2, to: [] },
  { label: 'Charity owes', of: 'partnerOwesPence', column: 4, row: 3, to: [] },
];

const box = { width: 160, height: 58 };
const gap = { x: 45, y: 28 };
const edge = 2;
const width = 5 * box.width + 4 * gap.x + 2 * edge;
const height = 4 * box.height + 3 * gap.y + 2 * edge;

const xOf = ({ column }: Place): number => edge + column * (box.width + gap.x);
const yOf = ({ row }: Place): number => edge + row * (box.height + gap.y);

/** Where the money of an appeal is on its way from donors to the charity; wider lines lead from more. */
export function FlowChart(amounts: MoneyByPlace) {
  const most = Math.max(1, ...places.map(({ of }) => Math.abs(amounts[of])));
  const thickness = scaleSqrt().domain([0, most]).range([1.5, 16]);
  return (
    <Picture
      id="flow"
      title="Where the money is"
      says={places.map(({ label, of }) => `${label}: ${money(amounts[of])}`).join('; ')}
      width={width}
      height={height}
      table={
        <Table
          caption="Money by place"
          head={['Place', 'Amount']}
          numbers={['Amount']}
          rows={places.map(({ label, of }) => [label, money(amounts[of])])}
        />
      }
    >
      {places.flatMap((from) =>
        from.to.map((target) => (
          <path class="way" d={way(from, target)} stroke-width={thickness(Math.abs(amounts[from.of]))} />
        )),
      )}
      {places.map((place) => (
        <g
          class={amounts[place.of] === 0 ? 'place' : 'place filled'}
          transform={`translate(${xOf(place)} ${yOf(place)})`}
        >
          <rect width={box.width} height={box.height} />
          <text x={10} y={23}>
            {place.label}
          </text>
          <text class="amount" x={10} y={46}>
            {money(amounts[place.of])}
          </text>
        </g>
      ))}
    </Picture>
  );
}

function way(from: Place, target: Place['of']): string {
  const to = places.find(({ of }) => of === target) ?? from;
  const ends = {
    source: [xOf(from) + box.width, yOf(from) + box.height / 2] as [number, number],
    target: [xOf(to), yOf(to) + box.height / 2] as [number, number],
  };
  return linkHorizontal()(ends) ?? '';
}
