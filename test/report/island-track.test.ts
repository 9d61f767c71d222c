import { describe, expect, it } from "vitest";
import { islandTrack, islandTracks } from "../../src/report/island-track.ts";

const PLAIN = { bold: String, dim: String, red: String, green: String, yellow: String, blue: String };

describe("islandTrack", () => {
  it("shades a cell by the share of it that islands cover", () => {
    const islands = [
      { start: 0, end: 10 },
      { start: 10, end: 15 },
      { start: 25, end: 30 },
      { start: 38, end: 40 },
    ];
    expect(islandTrack({ length: 50, islands }, 5, false)).toBe("█▒▒░·");
    expect(islandTrack({ length: 50, islands }, 5, true)).toBe("#++-.");
  });

  it("shows the smallest island of a long record, and stays empty for an empty one", () => {
    expect(islandTrack({ length: 1e8, islands: [{ start: 5e7, end: 5e7 + 201 }] }, 10, false)).toBe("·····░····");
    expect(islandTrack({ length: 0, islands: [] }, 10, true)).toBe("..........");
  });

  it("covers every cell where everything is island, at any width", () => {
    for (let cells = 10; cells < 200; cells++) {
      expect(islandTrack({ length: 6210, islands: [{ start: 0, end: 6210 }] }, cells, true)).toBe("#".repeat(cells));
    }
  });
});

describe("islandTracks", () => {
  const records = [
    { name: "short", length: 100, islands: [] },
    { name: "a-very-long-name-of-a-contig-that-does-not-fit", length: 123456, islands: [{ start: 0, end: 61728 }] },
    { name: "evil\u001b[31m", length: 1, islands: [] },
  ];

  it.each([40, 80, 133])("keeps to %i columns", (columns) => {
    const lines = islandTracks(records, { columns, ascii: false }, PLAIN).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    expect(Math.max(...lines.map((line) => line.length))).toBe(columns);
    expect(lines.join("")).not.toContain("\u001b");
  });
});
