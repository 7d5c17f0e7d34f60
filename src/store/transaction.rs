//! Reading and writing within one transaction. The nouns add their own functions in their own files.

use std::any::Any;
use std::borrow::Borrow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::RangeBounds;
use std::rc::Rc;

use redb::{Key, ReadOnlyTable, ReadableDatabase, ReadableTable, TableDefinition, TableHandle, Value};

use super::error::StoreError;
use super::record::Record;

/// A consistent view of everything.
pub struct Reading<'a> {
    access: Access<'a>,
}

enum Access<'a> {
    Read(Box<Snapshot>),
    Write(&'a redb::WriteTransaction),
}

/// A view of the committed state. Each table is looked up once: a page of a list asks some of them for every row.
struct Snapshot {
    transaction: redb::ReadTransaction,
    opened: RefCell<HashMap<String, Rc<dyn Any>>>,
}

impl Snapshot {
    fn table<K: Key + 'static, V: Value + 'static>(
        &self,
        definition: TableDefinition<'static, K, V>,
    ) -> Result<Rc<ReadOnlyTable<K, V>>, StoreError> {
        let known = self.opened.borrow().get(definition.name()).cloned();
        if let Some(Ok(table)) = known.map(Rc::downcast) {
            return Ok(table);
        }
        let table = Rc::new(self.transaction.open_table(definition)?);
        let kept: Rc<dyn Any> = Rc::<ReadOnlyTable<K, V>>::clone(&table);
        self.opened.borrow_mut().insert(definition.name().to_owned(), kept);
        Ok(table)
    }
}

/// Whether a scan wants more rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Go {
    On,
    Stop,
}

impl Reading<'static> {
    pub(super) fn begin(database: &redb::Database) -> Result<Self, StoreError> {
        let snapshot = Snapshot { transaction: database.begin_read()?, opened: RefCell::default() };
        Ok(Self { access: Access::Read(Box::new(snapshot)) })
    }
}

impl Reading<'_> {
    /// One value, read in place.
    pub(super) fn get<'k, K: Key + 'static, V: Value + 'static, T>(
        &self,
        table: TableDefinition<'static, K, V>,
        key: K::SelfType<'k>,
        read: impl FnOnce(V::SelfType<'_>) -> T,
    ) -> Result<Option<T>, StoreError> {
        match &self.access {
            Access::Read(snapshot) => Ok(snapshot.table(table)?.get(key)?.map(|guard| read(guard.value()))),
            Access::Write(transaction) => {
                let table = transaction.open_table(table)?;
                let guard = table.get(key)?;
                Ok(guard.map(|guard| read(guard.value())))
            }
        }
    }

    /// Rows of a range in their order, until `visit` has enough.
    pub(super) fn scan<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
        &self,
        table: TableDefinition<'static, K, V>,
        range: impl RangeBounds<KR> + 'r,
        visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
    ) -> Result<(), StoreError> {
        match &self.access {
            Access::Read(snapshot) => visit_forward(snapshot.table(table)?.as_ref(), range, visit),
            Access::Write(transaction) => visit_forward(&transaction.open_table(table)?, range, visit),
        }
    }

    /// Rows of a range from its end, until `visit` has enough.
    pub(super) fn scan_back<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
        &self,
        table: TableDefinition<'static, K, V>,
        range: impl RangeBounds<KR> + 'r,
        visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
    ) -> Result<(), StoreError> {
        match &self.access {
            Access::Read(snapshot) => visit_back(snapshot.table(table)?.as_ref(), range, visit),
            Access::Write(transaction) => visit_back(&transaction.open_table(table)?, range, visit),
        }
    }

    /// One record, decoded.
    pub(super) fn record<'k, K: Key + 'static, R: Record>(
        &self,
        table: TableDefinition<'static, K, &'static [u8]>,
        key: K::SelfType<'k>,
    ) -> Result<Option<R::Domain>, StoreError> {
        self.get(table, key, R::decode)?.transpose()
    }
}

fn visit_forward<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
    table: &impl ReadableTable<K, V>,
    range: impl RangeBounds<KR> + 'r,
    mut visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
) -> Result<(), StoreError> {
    for row in table.range(range)? {
        let (key, value) = row?;
        if visit(key.value(), value.value()) == Go::Stop {
            break;
        }
    }
    Ok(())
}

fn visit_back<'r, K: Key + 'static, V: Value + 'static, KR: Borrow<K::SelfType<'r>> + 'r>(
    table: &impl ReadableTable<K, V>,
    range: impl RangeBounds<KR> + 'r,
    mut visit: impl FnMut(K::SelfType<'_>, V::SelfType<'_>) -> Go,
) -> Result<(), StoreError> {
    for row in table.range(range)?.rev() {
        let (key, value) = row?;
        if visit(key.value(), value.value()) == Go::Stop {
            break;
        }
    }
    Ok(())
}

/// What a deed changes; it can read what it has written.
pub struct Writing<'a> {
    reading: Reading<'a>,
    transaction: &'a redb::WriteTransaction,
    /// Something was written since the flag was last taken.
    touched: Cell<bool>,
    /// The number of the newest event of the feed, once it was looked up.
    pub(super) feed_position: Cell<Option<u64>>,
}

impl<'a> std::ops::Deref for Writing<'a> {
    type Target = Reading<'a>;

    fn deref(&self) -> &Reading<'a> {
        &self.reading
    }
}

impl<'a> Writing<'a> {
    pub(super) fn on(transaction: &'a redb::WriteTransaction) -> Self {
        let reading = Reading { access: Access::Write(transaction) };
        Self { reading, transaction, touched: Cell::new(false), feed_position: Cell::new(None) }
    }

    /// Whether something was written since this was last asked.
    pub(super) fn take_touched(&self) -> bool {
        self.touched.replace(false)
    }

    pub(super) fn put<'k, 'v, K: Key + 'static, V: Value + 'static>(
        &self,
        table: TableDefinition<'static, K, V>,
        key: K::SelfType<'k>,
        value: V::SelfType<'v>,
    ) -> Result<(), StoreError> {
        self.touched.set(true);
        self.transaction.open_table(table)?.insert(key, value)?;
        Ok(())
    }

    /// Writes a record under its key.
    pub(super) fn put_record<'k, K: Key + 'static, R: Record>(
        &self,
        table: TableDefinition<'static, K, &'static [u8]>,
        key: K::SelfType<'k>,
        domain: &R::Domain,
    ) -> Result<(), StoreError> {
        self.put(table, key, R::encode(domain).as_slice())
    }

    /// Removes a row; says whether there was one.
    pub(super) fn remove<'k, K: Key + 'static, V: Value + 'static>(
        &self,
        table: TableDefinition<'static, K, V>,
        key: K::SelfType<'k>,
    ) -> Result<bool, StoreError> {
        self.touched.set(true);
        let mut table = self.transaction.open_table(table)?;
        let was_there = table.remove(key)?.is_some();
        Ok(was_there)
    }
}
