type NonEmpty<Item> = readonly [Item, ...Item[]];

interface Vocabulary {
  readonly firstNames: NonEmpty<string>;
  readonly lastNames: NonEmpty<string>;
  readonly sellerNames: NonEmpty<string>;
  readonly streets: NonEmpty<string>;
  readonly materials: NonEmpty<string>;
  readonly cities: NonEmpty<{ city: string; region: string; postalCode: string; country: string }>;
  readonly categories: NonEmpty<{ name: string; code: string; things: NonEmpty<string> }>;
}

/** The words that the demo data is put together from. */
export const namesAndPlaces: Vocabulary = {
  firstNames: [
    ...([
      'Amara',
      'Bruno',
      'Clara',
      'Dilan',
      'Elif',
      'Farid',
      'Greta',
      'Hugo',
      'Ines',
      'Jonas',
      'Keiko',
      'Luis',
    ] as const),
    ...[
      'Mira',
      'Nils',
      'Olga',
      'Pablo',
      'Quinn',
      'Rosa',
      'Samir',
      'Tessa',
      'Uma',
      'Viktor',
      'Wanda',
      'Yara',
      'Zeno',
    ],
  ],
  lastNames: [
    ...(['Abel', 'Brandt', 'Costa', 'Dubois', 'Eriksen', 'Fischer', 'Garcia', 'Haddad'] as const),
    ...['Ito', 'Jansen', 'Kowalski', 'Lindgren', 'Moreau', 'Novak', 'Okafor', 'Rossi'],
  ],
  sellerNames: [
    ...([
      'Harbour Goods',
      'Oak and Anvil',
      'Northlight Studio',
      'Green Kettle',
      'Paper Crane Press',
    ] as const),
    ...[
      'Blue Door Pottery',
      'Fern and Field',
      'Lantern Works',
      'Copper Fox',
      'Windmill Supply',
      'Stone Bridge Outfitters',
    ],
    ...[
      'Little Orchard',
      'Juniper House',
      'Slow Tide',
      'Marble Arch Toys',
      'Thistle Yard',
      'Amber Lane',
      'Cedar Loft',
    ],
    ...['Quiet Corner Books', 'Salt and Sail'],
  ],
  streets: [
    'Mill Lane',
    'Station Road',
    'Garden Street',
    'Harbour Way',
    'Church Street',
    'Linden Avenue',
    'Market Square',
  ],
  materials: [
    ...([
      'Oak',
      'Linen',
      'Copper',
      'Wool',
      'Ceramic',
      'Walnut',
      'Cotton',
      'Steel',
      'Glass',
      'Cork',
      'Bamboo',
    ] as const),
    ...['Leather', 'Marble'],
  ],
  cities: [
    { city: 'Copenhagen', region: 'Hovedstaden', postalCode: '1050', country: 'DK' },
    { city: 'Lisbon', region: 'Lisboa', postalCode: '1100-148', country: 'PT' },
    { city: 'Utrecht', region: 'Utrecht', postalCode: '3511 AB', country: 'NL' },
    { city: 'Leipzig', region: 'Sachsen', postalCode: '04109', country: 'DE' },
    { city: 'Lyon', region: 'Auvergne-Rhône-Alpes', postalCode: '69002', country: 'FR' },
    { city: 'Bologna', region: 'Emilia-Romagna', postalCode: '40121', country: 'IT' },
    { city: 'Kraków', region: 'Małopolskie', postalCode: '31-005', country: 'PL' },
    { city: 'Galway', region: 'Connacht', postalCode: 'H91 X5P2', country: 'IE' },
  ],
  categories: [
    {
      name: 'kitchen',
      code: 'KIT',
      things: [
        'Bowl',
        'Cutting Board',
        'Kettle',
        'Mug',
        'Pepper Mill',
        'Salad Servers',
        'Tea Tray',
        'Spice Jar',
      ],
    },
    {
      name: 'home',
      code: 'HOM',
      things: [
        'Blanket',
        'Candle Holder',
        'Coat Hook',
        'Cushion',
        'Lamp',
        'Picture Frame',
        'Side Table',
        'Vase',
      ],
    },
    {
      name: 'desk',
      code: 'DSK',
      things: [
        'Book End',
        'Desk Tray',
        'Letter Opener',
        'Notebook',
        'Pen Stand',
        'Paperweight',
        'Ruler',
        'Stapler',
      ],
    },
    {
      name: 'outdoor',
      code: 'OUT',
      things: [
        'Backpack',
        'Camping Stool',
        'Flask',
        'Lantern',
        'Picnic Basket',
        'Plant Pot',
        'Umbrella',
        'Watering Can',
      ],
    },
    {
      name: 'toys',
      code: 'TOY',
      things: [
        'Building Blocks',
        'Dominoes',
        'Kite',
        'Marionette',
        'Puzzle',
        'Spinning Top',
        'Toy Boat',
        'Train Set',
      ],
    },
  ],
};
