"""Where most people live: the zones to offer first, and the large cities that have no zone of their own."""

from __future__ import annotations

_LISTED = """
Europe/London: Manchester, Birmingham, Edinburgh, Glasgow, Leeds, Cardiff
Europe/Berlin: Hamburg, Munich, Muenchen, München, Cologne, Köln, Koeln, Frankfurt, Stuttgart, Leipzig
America/New_York: NYC, Boston, Washington DC, Philadelphia, Miami, Atlanta, Baltimore, Orlando, Charlotte, Pittsburgh
Asia/Kolkata: Mumbai, Bombay, Delhi, New Delhi, Bangalore, Bengaluru, Hyderabad, Chennai, Madras, Pune, Ahmedabad
America/Chicago: Houston, Dallas, Austin, San Antonio, Minneapolis, New Orleans, Nashville, St Louis, Kansas City
America/Los_Angeles: LA, San Francisco, SF, Seattle, San Diego, San Jose, Portland, Las Vegas, Sacramento
Europe/Paris: Marseille, Lyon, Toulouse, Nice, Lille, Bordeaux
America/Sao_Paulo: Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba, Porto Alegre
Asia/Tokyo: Osaka, Kyoto, Yokohama, Nagoya
Australia/Sydney: Newcastle, Wollongong
Europe/Madrid: Barcelona, Valencia, Seville, Sevilla, Bilbao
Asia/Shanghai: Beijing, Peking, Shenzhen, Guangzhou, Chengdu, Wuhan, Hangzhou
Africa/Lagos: Abuja, Kano, Ibadan
America/Toronto: Ottawa, Quebec, Hamilton
America/Denver: Salt Lake City, Albuquerque, Colorado Springs
Europe/Rome: Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze
Europe/Istanbul: Ankara, Izmir
Europe/Warsaw: Krakow, Wroclaw, Gdansk, Poznan
Asia/Karachi: Lahore, Islamabad, Faisalabad
Asia/Manila: Cebu, Quezon City
Asia/Jakarta: Bandung, Surabaya
Asia/Singapore:
Asia/Dubai: Abu Dhabi, Sharjah
Africa/Johannesburg: Cape Town, Pretoria, Durban
America/Mexico_City: Guadalajara, Puebla
Africa/Cairo: Alexandria, Giza
America/Argentina/Buenos_Aires: La Plata
America/Vancouver: Victoria
America/Edmonton: Calgary
America/Phoenix: Tucson, Arizona
Pacific/Auckland: Wellington, Christchurch
Asia/Ho_Chi_Minh: Hanoi, Da Nang
Asia/Seoul: Busan
Europe/Zurich: Geneva, Bern, Basel
Europe/Amsterdam: Rotterdam, The Hague, Utrecht
Europe/Brussels: Antwerp, Ghent
Europe/Moscow: St Petersburg
Europe/Lisbon: Porto
Europe/Stockholm: Gothenburg
Europe/Vienna: Graz, Salzburg
Europe/Kyiv: Lviv, Odesa, Kharkiv
Asia/Riyadh: Jeddah, Mecca
Asia/Jerusalem: Haifa
Australia/Melbourne: Geelong
Australia/Brisbane: Gold Coast
Australia/Adelaide:
Australia/Perth:
Pacific/Honolulu: Hawaii
America/Anchorage:
"""

CITIES: dict[str, tuple[str, ...]] = {
    name: tuple(city.strip() for city in cities.split(",") if city.strip())
    for name, _, cities in (line.partition(":") for line in _LISTED.strip().splitlines())
}
"""By IANA name, roughly by how many people who read English live there."""
