"""The log in public: its entries in words, its pages and feeds, and what a page needs to check its own figures."""
