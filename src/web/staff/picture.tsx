import type { ComponentChildren } from 'preact';

export interface PictureProps {
  /** Of this page alone; the parts that screen readers are told of are named by it. */
  id: string;
  title: string;
  /** What the picture shows, in a sentence that stands for it. */
  says: string;
  width: number;
  height: number;
  children: ComponentChildren;
  /** The same as a table, for whoever would rather read. */
  table: ComponentChildren;
}

/** A drawing with the words and the table that stand for it. A narrow screen scrolls it. */
export function Picture({ id, title, says, width, height, children, table }: PictureProps) {
  return (
    <figure class="picture">
      <figcaption>{title}</figcaption>
      <div class="scroll" role="region" aria-label={title} tabindex={0}>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          width={width}
          height={height}
          role="img"
          aria-labelledby={`${id}-title ${id}-says`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-says`}>{says}</desc>
          {children}
        </svg>
      </div>
      <details>
        <summary>{title}: as a table</summary>
        {table}
      </details>
    </figure>
  );
}
