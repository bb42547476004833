import { create } from 'qrcode';

/** Scanners want a quiet zone of four modules around. */
const quiet = 4;

/** A QR code as a picture in the page itself: nobody else is asked for it. */
export function QrCode({ text, title }: { text: string; title: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const whole = modules.size + 2 * quiet;
  const dark = Array.from(modules.data, (isDark, index) =>
    isDark ? `M${(index % modules.size) + quiet} ${Math.floor(index / modules.size) + quiet}h1v1h-1z` : '',
  );
  return (
    <svg
      class="qr"
      role="img"
      aria-label={title}
      viewBox={`0 0 ${whole} ${whole}`}
      shape-rendering="crispEdges"
    >
      <rect width={whole} height={whole} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
